#!/bin/sh
# Prepare .venv with the pinned packages of one requirements file.
# uv when it is on PATH, else the first Python >= 3.11 that can make environments.
set -eu
requirements=$1

if command -v uv >/dev/null 2>&1; then
    [ -x .venv/bin/python ] || uv venv --quiet --python '>=3.11' .venv
    uv pip install --quiet --python .venv/bin/python --require-hashes -r "$requirements"
    uv pip install --quiet --python .venv/bin/python --no-deps -e .
    exit 0
fi

if [ ! -x .venv/bin/pip ]; then
    for candidate in python3.14 python3.13 python3.12 python3.11 python3; do
        if "$candidate" -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            "$candidate" -m venv .venv
            break
        fi
    done
fi
if [ ! -x .venv/bin/pip ]; then
    echo "No Python 3.11 or newer that can make environments was found." >&2
    echo "Debian or Ubuntu: apt install python3-venv   macOS: brew install python   or install uv." >&2
    exit 1
fi
# The list is complete, so nothing is to be resolved (an old pip would look for newer releases and fail).
.venv/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r "$requirements"
.venv/bin/python -m pip install --quiet --disable-pip-version-check --no-deps -e .
