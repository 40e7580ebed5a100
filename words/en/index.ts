import { access } from './access.ts'
import { accounts } from './accounts.ts'
import { ending } from './ending.ts'
import { form } from './form.ts'
import { general } from './general.ts'
import { letter } from './letter.ts'
import { menu } from './menu.ts'
import { notices } from './notices.ts'
import { remedies } from './problems.ts'
import { route } from './route.ts'
import { refusals } from './refusals.ts'
import { regions } from './regions.ts'
import { profileAdditions } from './profile-additions.ts'
import { problems } from './session-problems.ts'
import { settings } from './settings.ts'
import { shortcuts } from './shortcuts.ts'
import { mfa } from './mfa.ts'
import { signIn } from './sign-in.ts'
import { ssh } from './ssh.ts'
import { tray } from './tray.ts'
import { tunnels } from './tunnels.ts'

/** The English words; the shape every other language has to fill. */
export const en = {
  ...general,
  tunnels,
  route,
  access,
  accounts,
  profileAdditions,
  form,
  mfa,
  signIn,
  ssh,
  ending,
  settings,
  shortcuts,
  refusals,
  regions,
  problems,
  remedies,
  tray,
  menu,
  notices,
  letter,
}
