/*
 * The version of the JSON Lines trace, `schema` in its header record. docs/json.md describes the records and
 * trace.schema.json checks them.
 *
 * Within one version records and fields are only added: a reader that ignores what it does not know keeps working. The number
 * changes when something is removed or means something else.
 */
#ifndef TRAPLINE_SCHEMA_H
#define TRAPLINE_SCHEMA_H

#define TRAPLINE_TRACE_SCHEMA 1

#endif
