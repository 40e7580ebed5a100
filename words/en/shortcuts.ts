import { menu } from './menu.ts'
import { terms } from './terms.ts'

/** The list of keyboard shortcuts: its title, where they work, and what each does. */
export const shortcuts = {
  title: 'Keyboard shortcuts',
  help: 'The list opens with F1 or ? as well.',
  show: terms.show,
  or: 'or',
  places: {
    window: 'Everywhere',
    list: 'In the list',
    form: 'In the form of a tunnel',
  },
  does: {
    'new-tunnel': terms.newTunnel,
    find: 'Search',
    'show-tunnels': terms.tunnels,
    'show-settings': terms.settings,
    leave: 'Close, or give up a selection',
    help: 'This list',
    'zoom-in': 'Larger text',
    'zoom-out': 'Smaller text',
    'zoom-none': 'Usual size of text',
    'close-window': 'Close the window',
    quit: menu.quit,
    walk: 'Next or previous tunnel',
    'walk-pages': 'Several tunnels on',
    'walk-ends': 'First or last tunnel',
    fold: 'Go to the group, fold or unfold it',
    'select-range': 'Select several',
    'select-all': 'Select all',
    open: 'Show the route',
    'switch-port': 'Start or stop listening',
    'toggle-session': 'Connect now or disconnect',
    'copy-address': 'Copy the address',
    edit: menu.edit,
    remove: terms.delete,
    'open-menu': 'All actions',
    save: terms.save,
  },
}
