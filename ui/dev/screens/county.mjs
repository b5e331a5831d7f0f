/** The county in its browser. */
export const county = [
  { name: 'login', path: '/', query: { as: 'county', profile: 'locked' } },
  { name: 'palette-county', path: '/households', query: { as: 'county' }, act: async (p) => { await p.keyboard.press('Control+k'); await p.waitForTimeout(200); await p.keyboard.type('smp'); } },
  { name: 'settings-county', path: '/settings', query: { as: 'county' } },
  { name: 'county-households', path: '/households', query: { as: 'county' } },
  { name: 'county-devices', path: '/devices', query: { as: 'county' } },
  { name: 'not-yours', path: '/attendance', query: { as: 'county' } },
];
