/**
 * Names of environment variables that are handed on from program to program: by main to the relay, and by the relay to the
 * plugin. Upper case stands for any case: Windows ignores it, and proxy variables are written both ways. Variables of AWS
 * are handed on only where they choose no account: an inherited key or profile could lead a tunnel into another one.
 */

/** What any program needs to run, to find others, and to speak the user's language. */
export const programVariables = [
  'PATH',
  'HOME',
  'USER',
  'LOGNAME',
  'SHELL',
  'LANG',
  'LC_ALL',
  'LC_CTYPE',
  'TZ',
  'TMPDIR',
  'TEMP',
  'TMP',
  'USERNAME',
  'USERPROFILE',
  'HOMEDRIVE',
  'HOMEPATH',
  'SYSTEMROOT',
  'SYSTEMDRIVE',
  'WINDIR',
  'COMSPEC',
  'PATHEXT',
  'PROGRAMFILES',
  'PROGRAMDATA',
  'APPDATA',
  'LOCALAPPDATA',
] as const

/** How to reach the network, and whom to trust there. */
export const networkVariables = [
  'HTTP_PROXY',
  'HTTPS_PROXY',
  'NO_PROXY',
  'ALL_PROXY',
  'AWS_CA_BUNDLE',
  'SSL_CERT_FILE',
  'SSL_CERT_DIR',
] as const
