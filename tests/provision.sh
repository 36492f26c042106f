#!/bin/sh
# The tests talk to a real Dovecot and a real PostgreSQL, which they start themselves, as private processes. This sees
# to it that the programs are there: it looks, installs what is missing where it may, and otherwise says what to do.
# No test is ever left out because a server is missing.
set -eu
cd "$(dirname "$0")/.."
PATH=$PATH:/usr/sbin:/usr/local/sbin

any_executable() {
    for path in "$@"; do
        if [ -x "$path" ]; then
            return 0
        fi
    done
    return 1
}

has_dovecot() {
    command -v dovecot >/dev/null && command -v doveadm >/dev/null &&
        any_executable /usr/lib/dovecot/imap /usr/libexec/dovecot/imap /usr/local/libexec/dovecot/imap
}

has_postgresql() {
    command -v initdb >/dev/null || any_executable /usr/lib/postgresql/*/bin/initdb
}

has_openssl() {
    command -v openssl >/dev/null
}

has_git() { # a test asks it what .gitignore leaves out; a clone that was brought as an archive may have none
    command -v git >/dev/null
}

missing() {
    has_dovecot || echo dovecot-imapd
    has_postgresql || echo postgresql
    has_openssl || echo openssl
    has_git || echo git
}

packages=$(missing | tr '\n' ' ')
if [ -z "$packages" ]; then
    exit 0
fi
echo "The tests need ${packages% }: installing (their services are not started) ..." >&2
# shellcheck disable=SC2086 # each word is a package
.ci/apt $packages
packages=$(missing | tr '\n' ' ')
if [ -n "$packages" ]; then
    echo "${packages% }: installed, but the programs are not where the tests look for them." >&2
    exit 1
fi
