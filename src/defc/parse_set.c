/* Parses enums and bits. */
#include "defc/parse.h"

/* NAME = VALUE [of MASK] [@abi = VALUE]... */
static struct item *parse_item(struct parser *p)
{
	struct item *item = NEW(struct item);
	item->loc = p->t->loc;
	item->part = DP_FLAG;
	/* What is no C name stands in quotes. */
	item->name = p->t->kind == T_STR ? want_str(p, "a constant") : want_id(p, "a constant");
	if (at_punct(p, '@')) {
		error_at(p->d, p->t->loc, "%s has a value for an ABI but none for the others", item->name);
		item->value = NEW(struct expr);
		item->value->loc = p->t->loc;
	} else {
		want_punct(p, '=', "'='");
		item->value = parse_expr(p);
		if (take_keyword(p, "of"))
			item->mask = parse_expr(p);
	}
	while (at_punct(p, '@')) {
		struct loc loc = p->t->loc;
		unsigned abis = parse_abis(p);
		want_punct(p, '=', "'='");
		struct expr *value = parse_expr(p);
		for (unsigned abi = 0; abi < ABI_N; abi++) {
			if (!(abis >> abi & 1))
				continue;
			if (item->override[abi])
				error_at(p->d, loc, "%s has two values for %s", item->name, abi_text(abi));
			item->override[abi] = value;
		}
	}
	return item;
}

/* `as STYLE ["label"]` */
static void parse_style(struct parser *p, struct item *item)
{
	item->style = want_id(p, "a style");
	if (p->t->kind == T_STR)
		item->label = want_str(p, "a label");
}

/* MASK [apart] [unknown "comment" | else as STYLE] { NAME = VALUE... } */
static struct item **parse_field(struct parser *p, struct item *head, struct item **last)
{
	head->head = true;
	head->part = DP_HEAD;
	head->mask = parse_expr(p);
	head->apart = take_keyword(p, "apart");
	if (take_keyword(p, "unknown"))
		head->label = want_str(p, "a comment");
	else if (take_keyword(p, "else") && take_keyword(p, "as"))
		head->style = want_id(p, "a style");
	*last = head;
	last = &head->next;
	want_punct(p, '{', "'{'");
	while (!take_punct(p, '}')) {
		struct item *item = *last = parse_item(p);
		item->part = DP_FIELD;
		item->mask = head->mask;
		item->apart = head->apart;
		last = &item->next;
	}
	return last;
}

/* A `field`, `sub` or `rest`; NULL if there is none of them. Appends what it has. */
static struct item **parse_part(struct parser *p, struct item **last)
{
	struct item *item = NEW(struct item);
	item->loc = p->t->loc;
	if (take_keyword(p, "field"))
		return parse_field(p, item, last);
	if (take_keyword(p, "sub")) {
		item->part = DP_SUB;
		item->mask = parse_expr(p);
		item->apart = take_keyword(p, "apart");
		if (take_keyword(p, "enum"))
			item->sub = want_id(p, "an enum");
		else if (take_keyword(p, "as"))
			parse_style(p, item);
		else
			syntax_error(p, "'as STYLE' or 'enum NAME'");
	} else if (take_keyword(p, "rest")) {
		item->part = DP_REST;
		if (p->t->kind == T_NUM)
			item->mask = parse_expr(p);
		item->apart = take_keyword(p, "apart");
		if (!take_keyword(p, "as"))
			syntax_error(p, "'as STYLE'");
		parse_style(p, item);
	} else {
		return NULL;
	}
	*last = item;
	return &item->next;
}

void parse_set(struct parser *p, struct decl *decl)
{
	decl->name = want_id(p, "the name of a set");
	decl->abis = parse_abis(p);
	want_punct(p, ':', "':' and a base type");
	decl->base = want_base(p);
	decl->style_loc = p->t[1].loc;
	if (take_keyword(p, "as"))
		decl->style = want_id(p, "a style");
	if (take_keyword(p, "unknown"))
		decl->unknown = want_str(p, "a comment");
	want_punct(p, '{', "'{'");
	struct item **last = &decl->items;
	while (!take_punct(p, '}')) {
		struct item **end = decl->kind == D_BITS ? parse_part(p, last) : NULL;
		if (!end) {
			*last = parse_item(p);
			end = &(*last)->next;
		}
		last = end;
	}
	struct name **plus = &decl->plus;
	while (take_punct(p, '+')) {
		*plus = NEW(struct name);
		(*plus)->loc = p->t->loc;
		(*plus)->text = want_id(p, "a set");
		plus = &(*plus)->next;
	}
}
