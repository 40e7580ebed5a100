/**
 * `ask-password [ANSWER]`: asks without echo, as sudo and psql do, and says how many characters came; with ANSWER it says
 * whether it was that one. What was typed it never prints.
 */
export const askPassword = String.raw`#!/bin/sh
settings=$(stty -g 2>/dev/null)
trap '[ -n "$settings" ] && stty "$settings"; echo; exit 130' INT TERM HUP
[ -n "$settings" ] && stty -echo
printf 'Password: '
IFS= read -r given
[ -n "$settings" ] && stty "$settings"
printf '\n'
if [ -z "$1" ]; then
  printf 'Took %d characters.\n' "$(printf '%s' "$given" | wc -m)"
elif [ "$given" = "$1" ]; then
  echo 'Accepted.'
else
  echo 'Sorry, try again.'
  exit 1
fi
`
