#!/bin/sh
# The README's two commands, each with its own set-up:
#   sh run.sh demo [DIR]   train a small model on real data and build its three documents
#   sh run.sh test [...]   run the test suite (arguments go to pytest)
# PYTHON names the interpreter (3.11 or newer); VENV the virtual environment (default .venv).
set -eu
cd "$(dirname "$0")"

usage() {
    echo "usage: sh run.sh demo [DIR] | test [pytest arguments]" >&2
    exit 2
}

find_python() {
    for candidate in ${PYTHON:-python3 python3.13 python3.12 python3.11}; do
        if "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            echo "$candidate"
            return
        fi
    done
    echo "run.sh: no Python 3.11 or newer found; install one, or name it: PYTHON=/path/to/python3 sh run.sh $1" >&2
    exit 2
}

make_venv() {
    if [ ! -x "$venv/bin/python" ]; then
        python=$(find_python "$1")
        "$python" -m venv "$venv" || {
            echo "run.sh: $python cannot make a virtual environment; on Debian or Ubuntu: apt-get install python3-venv" >&2
            exit 2
        }
    fi
    "$venv/bin/python" -m pip install --quiet --disable-pip-version-check "pip>=25.1"
    shift
    "$venv/bin/python" -m pip install --quiet --disable-pip-version-check "$@"
}

# WeasyPrint (PDF) loads Pango from the system. Without it everything but the PDF is still built.
pango="libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"
need_pango() {
    # WeasyPrint warns where only its font subsetter is missing; then it is worth installing too.
    "$venv/bin/python" -W error::DeprecationWarning -c 'import weasyprint' >/dev/null 2>&1 && return
    if command -v apt-get >/dev/null 2>&1; then
        sudo=""
        [ "$(id -u)" -eq 0 ] || sudo="sudo -n"
        # shellcheck disable=SC2086
        { $sudo apt-get update && $sudo apt-get install -y --no-install-recommends $pango; } >/dev/null 2>&1 || true
        "$venv/bin/python" -c 'import weasyprint' >/dev/null 2>&1 && return
        echo "run.sh: PDF needs Pango; install it with: sudo apt-get install -y --no-install-recommends $pango" >&2
    else
        echo "run.sh: PDF needs Pango; install it with: brew install pango" >&2
    fi
}

[ $# -ge 1 ] || usage
command=$1
shift
venv=${VENV:-.venv}
case $command in
demo)
    make_venv demo -e ".[demo]"
    need_pango
    exec "$venv/bin/cardgen" demo --out "${1:-cardgen-demo}"
    ;;
test)
    make_venv test -e ".[demo,orbax]" --group dev
    need_pango
    exec "$venv/bin/python" -m pytest -n logical --maxprocesses 4 "$@"
    ;;
*) usage ;;
esac
