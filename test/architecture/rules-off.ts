/**
 * Rules of the linter that are switched off, by the paths where they are (`**` is everywhere), and why. These are what
 * `.oxlintrc.json` leaves out; the settings test holds the two together. The cap of functions has a list of its own.
 */
export const rulesOff: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  '**': {
    'import/no-default-export':
      'Settings of Vite, Vitest and Playwright are read as default exports, and so is a reporter.',
    'react/react-in-jsx-scope': 'JSX is compiled to calls of its own runtime: React has no name in it.',
    'typescript/unbound-method':
      'Parts are made of closures: their functions need no `this` and are handed on by name.',
    'unicorn/no-thenable': 'A rule of a transition says what comes `then`; nobody awaits one.',
    'unicorn/no-useless-spread':
      'What is walked may change meanwhile, so a copy is; and a spread groups what belongs together.',
    'jsx-a11y/prefer-tag-over-role': 'Some tags have a look or keys of their own that cannot be taken from them.',
    'jsx-a11y/no-redundant-roles':
      'The zones of a route are no items: only its hops are, and the list says that it is one.',
    'jsx-a11y/no-autofocus': 'A field that somebody has just asked for takes the focus, which would be nowhere else.',
    'jsx-a11y/no-noninteractive-element-interactions':
      'A group hears the arrows of the buttons in it, which have the focus.',
    'jsx-a11y/interactive-supports-focus': 'A group hears the arrows of the buttons in it, which have the focus.',
    'react/set-state-in-effect': 'What a clock or an answer takes back again is set where that is begun.',
  },
  'renderer/parts/list/use-drawn-items.ts': {
    'react/incompatible-library':
      'The rule warns React’s compiler of functions that give another answer at the same arguments, as those of a virtualizer. No compiler runs here, and only their answer leaves the hook.',
  },
  'test/**': {
    'typescript/no-non-null-assertion': 'Where a test is wrong about what is there, it fails, as it should.',
  },
}
