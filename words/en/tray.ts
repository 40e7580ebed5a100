import { terms } from './terms.ts'
/** The tray menu's own words, in sentence case; what the window says, too, is taken from there. */
export const tray = {
  more: (count: number) => `${count} more`,
  inWindow: (count: number) => `${count} more in the window`,
  armEnvironment: 'Arm environment',
  openShell: terms.openShell,
  chooseTarget: 'Choose a target…',
  stopAll: 'Stop all tunnels',
  open: 'Open Culvert',
  signInAgain: 'Sign in again…',
  tooltip: {
    idle: 'Culvert: no port is open',
    armed: 'Culvert: ports are open',
    open: 'Culvert: a session is open',
    attention: 'Culvert: something needs attention',
  },
}
