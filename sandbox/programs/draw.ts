/**
 * `draw`: a program that owns the screen. It goes to the alternate screen, sets a title, asks for the mouse (SGR) and for
 * bracketed paste, and draws a frame in the terminal's size with wide, combining and coloured characters. What is typed,
 * pasted or clicked is shown in hexadecimal on the line `input:`; a new size is drawn anew; `q` alone leaves, and everything
 * is put back.
 */
export const draw = String.raw`#!/bin/sh
settings=$(stty -g) || exit 1
leave() {
  printf '\033[?2004l\033[?1006l\033[?1002l\033[?25h\033[?1049l'
  stty "$settings"
}
trap 'leave; trap - EXIT; exit 130' INT TERM HUP
trap leave EXIT
stty -icanon -echo -isig min 0 time 2
printf '\033[?1049h\033[?1002h\033[?1006h\033[?2004h\033[?25l\033]0;draw\007'
last=''
paint() {
  set -- $(stty size)
  rows=$1 columns=$2
  printf '\033[2J\033[H\033[7m%-*s\033[0m' "$columns" " draw $columns x $rows"
  printf '\033[3;3H+------------------+'
  printf '\033[4;3H| wide    \346\227\245\346\234\254\350\252\236   |'
  printf '\033[5;3H| joined  e\314\201 a\314\210 n\314\203    |'
  printf '\033[6;3H| symbols \360\237\232\200 \342\234\224      |'
  printf '\033[7;3H+------------------+'
  printf '\033[9;3H'
  for colour in 1 2 3 4 5 6; do printf '\033[4%dm  \033[0m' "$colour"; done
  printf ' \033[38;2;255;128;0mtrue colour\033[0m \033[3mitalic\033[0m \033[4munder\033[0m'
  printf '\033[11;3Hinput: %s\033[K' "$last"
  printf '\033[%d;1H\033[7m%-*s\033[0m' "$rows" "$((columns - 1))" ' q leaves'
}
trap 'paint' WINCH
paint
while :; do
  typed=$(dd bs=256 count=1 2>/dev/null | od -An -v -tx1 | tr -d '\n')
  [ -n "$typed" ] || continue
  [ "$typed" = ' 71' ] && exit 0
  last=$typed
  paint
done
`
