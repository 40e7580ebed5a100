/**
 * `flood [MEGABYTES]` (200 unless told): so many times 1,000,000 bytes of mixed output, then the line `FLOOD END n` with its
 * CR and LF. Nothing is added on the way: the terminal does not turn LF into CR LF meanwhile. The block is the same every
 * time: text, colours, wide and combining characters, long lines, and carriage returns without a new line.
 */
export const flood = String.raw`#!/bin/sh
megabytes=$(printf '%d' "$1" 2>/dev/null)
[ "$megabytes" -gt 0 ] 2>/dev/null || megabytes=200
block=$(mktemp) || exit 1
settings=$(stty -g 2>/dev/null)
tidy() { [ -n "$settings" ] && stty "$settings" 2>/dev/null; rm -f "$block"; }
trap 'tidy; trap - EXIT; exit 130' INT TERM HUP
trap tidy EXIT
LC_ALL=C awk 'BEGIN {
  size = 1000000; used = 0; line = 0
  while (1) {
    line++
    kind = line % 5
    if (kind == 0) text = sprintf("%07d \033[3%dmthe quick brown fox jumps over the lazy dog\033[0m\r\n", line, line % 8)
    else if (kind == 1) text = sprintf("%07d \346\227\245\346\234\254\350\252\236\343\201\256\350\241\214 e\314\201 a\314\210 \342\224\202\r\n", line)
    else if (kind == 2) { text = sprintf("%07d ", line); while (length(text) < 400) text = text "abcdefghij"; text = text "\r\n" }
    else if (kind == 3) text = sprintf("progress %3d %%\rprogress %3d %%\033[K\r\n", line % 100, (line + 1) % 100)
    else text = sprintf("\033[1;38;5;%dm%07d\033[0m\tINFO\tworker=%d took=%d ms\r\n", line % 256, line, line % 16, line % 997)
    if (used + length(text) > size - 2) break
    printf "%s", text
    used += length(text)
  }
  while (used < size - 2) { printf "."; used++ }
  printf "\r\n"
}' > "$block"
[ -n "$settings" ] && stty -opost
count=0
while [ "$count" -lt "$megabytes" ]; do
  cat "$block" || exit 1
  count=$((count + 1))
done
printf 'FLOOD END %d\r\n' "$megabytes"
`
