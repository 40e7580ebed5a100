/** What a request reads and writes in one go, bytes: blocks of {@link blockBytes}. */
export const blockBytes = 65_536
export const chunkBlocks = 4
/** Before each record of a listing. Not the mark: what a program is called with can be read by all users there. */
export const betweenRecords = '///'

/**
 * The program at the far end of a shell that carries files: plain POSIX sh, with what coreutils and busybox have alike. It reads requests
 * from the terminal, one a line (verb, number, base64 words), and answers each with one frame:
 *
 *     MARK:NUMBER:base64 of what was printed:0 or 1:base64 of the complaint:MARK
 *
 * Nothing of it is written to a file there. It ends with its terminal.
 */
export function farProgram(mark: string): string {
  return program.replaceAll('@MARK@', mark)
}

const program = `
M=@MARK@; LC_ALL=C; export LC_ALL; PATH="$PATH:/usr/bin:/bin:/usr/sbin:/sbin"; export PATH; IFS=' '
exec 5>&1
has() { command -v "$1" >/dev/null 2>&1; }
if has base64; then D='base64 -d'; b() { base64; }
elif has openssl; then D='openssl base64 -d -A'; b() { openssl base64; }
else D=cat; b() { cat; }; X=base64; fi
if has sha256sum; then h() { sha256sum; }
elif has shasum; then h() { shasum -a 256; }
elif has openssl; then h() { openssl dgst -sha256 -r; }
else X=sha256sum; fi
for t in stat find head dd mv rm mkdir; do has "$t" || X=$t; done
w() { P=$(printf %s "$1" | $D; printf x); P=\${P%x}; }
info() { printf '%s\\n' "\${X:--}"; id -u; id -G; id -un 2>/dev/null || id -u; cd 2>/dev/null; pwd -P; }
list() {
  [ -d "$P" ] || { echo 'No such file' >&2; return 1; }
  { cd "$P" && [ -r . ]; } 2>/dev/null || { echo 'Permission denied' >&2; return 1; }
  find . ! -name . -prune -exec stat -c "${betweenRecords}%f/%s/%Y/%u/%g/%U/%n" {} + 2>/dev/null
  find . ! -name . -prune -type l -exec stat -L -c "${betweenRecords}L%f/%s/%Y/%u/%g/%U/%n" {} + 2>/dev/null
  :
}
get() { true <"$P" || return; dd if="$P" bs=${blockBytes} skip="$1" count=${chunkBlocks} 2>/dev/null; }
put() { [ ! -h "$P" ] || { cat >/dev/null; echo 'No such file' >&2; return 1; }; head -c "$1" | { $D >>"$P" || { cat >/dev/null; false; }; }; }
sum() { true <"$P" || return; head -c "$1" <"$P" | h; }
move() { Q=$P; w "$1"; [ ! -d "$P" ] || { echo 'Is a directory' >&2; return 1; }; mv -f "$Q" "$P"; }
do_() {
  case $v in
    info) info;; list) list;; get) get "$c";; put) put "$c";; sum) sum "$c";; move) move "$c";;
    stat) stat -L -c '%f/%s/%Y' "$P";;
    new) rm -f "$P" && set -C && : >"$P";;
    cut) [ ! -h "$P" ] && dd if=/dev/null of="$P" bs=1 seek="$c" count=0 2>/dev/null;;
    mkdir) [ -d "$P" ] || mkdir "$P";;
    rm) rm -f "$P";;
    *) echo unknown >&2; false;;
  esac
}
while read -r v n p c; do
  [ -n "$n" ] || continue
  w "$p"
  printf '\\n%s:%s:' "$M" "$n"
  O=$( { { (do_) 2>&3 || printf '!' >&3; } | b >&5; } 3>&1 )
  case $O in
    *!) printf ':1:'; printf %s "$O" | b;;
    *) printf ':0:';;
  esac
  printf ':%s\\n' "$M"
done
`

/** What is typed into whatever shell is there: it becomes a POSIX shell on a terminal that passes bytes as they are, and reads the program. */
export function openingLine(ready: readonly [string, string], programBytes: number): string {
  const [first, second] = ready
  const steps = [
    'stty raw -echo icrnl || exit',
    `printf "%s%s" ${first} ${second}`,
    `eval "$(dd bs=1 count=${programBytes} 2>/dev/null)"`,
  ]
  // Some shells write down what was typed.
  return ` unset HISTFILE; exec sh -c '${steps.join('; ')}'\n`
}
