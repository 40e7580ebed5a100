/** Pages of the settings on which a cure is. */
export const settingsFor = {
  'check-engine': { screen: { name: 'settings' }, settingsSection: 'engine' },
  'see-network': { screen: { name: 'settings' }, settingsSection: 'network' },
} as const
