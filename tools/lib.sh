# Shared by the scripts here: installing what tools/packages names. Source it from the top of the repository.

# The packages of the given sections, one a line.
packages_of() {
	awk -v want=" $* " '/^#/ || !NF { next }
		/^\[/ { section = substr($1, 2, length($1) - 2); next }
		index(want, " " section " ") { print $1 }' tools/packages
}

# Installs what is missing of these sections; says what is missing where it cannot. Asks apt only if something is.
need_packages() {
	local missing=() package
	if ! command -v dpkg-query >/dev/null; then
		echo "This is not a Debian-like system: make sure that it has $(packages_of "$@" | xargs)." >&2
		return 0
	fi
	for package in $(packages_of "$@"); do
		dpkg-query -W -f '${Status}\n' "$package" 2>/dev/null | grep -q '^install ok installed$' || missing+=("$package")
	done
	[ ${#missing[@]} -gt 0 ] || return 0
	local as_root=()
	if [ "$(id -u)" != 0 ]; then
		if ! command -v sudo >/dev/null; then
			echo "Packages are missing, and without root or sudo they cannot be installed. Ask for: ${missing[*]}" >&2
			return 1
		fi
		as_root=(sudo)
	fi
	echo "Installing: ${missing[*]}"
	"${as_root[@]}" apt-get update -q >/dev/null &&
		"${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends "${missing[@]}" >/dev/null || {
		echo "Installing failed. These packages are needed: ${missing[*]}" >&2
		return 1
	}
}

# Configures and builds a preset, quietly when nothing is to do.
build_preset() {
	cmake --preset "$1" >/dev/null && cmake --build --preset "$1"
}
