/** The county in its browser. */
import { fill, keys } from './acts.mjs';

export const county = [
  { name: 'login', path: '/', query: { as: 'county', profile: 'locked' } },
  { name: 'login-wrong', path: '/', query: { as: 'county', profile: 'locked' }, act: fill('chengyibai', '123') },
  { name: 'palette-county', path: '/households', query: { as: 'county' }, act: async (p) => { await p.keyboard.press('Control+k'); await p.waitForTimeout(200); await p.keyboard.type('smp'); } },
  { name: 'settings-county', path: '/settings', query: { as: 'county' } },
  { name: 'settings-county-feedback', path: '/settings/feedback', query: { as: 'county' } },
  { name: 'county-households', path: '/households', query: { as: 'county' } },
  { name: 'county-households-peek', path: '/households', query: { as: 'county' }, act: keys('ArrowDown', 'Space') },
  { name: 'county-households-empty', path: '/households', query: { as: 'county', demo: 'empty' } },
  { name: 'county-households-error', path: '/households', query: { as: 'county', demo: 'error' } },
  { name: 'county-households-none', path: '/households', query: { as: 'county' }, act: async (p) => { await p.keyboard.press('/'); await p.keyboard.type('qqq'); } },
  { name: 'en-county-households', path: '/households', query: { as: 'county', lang: 'en' } },
  { name: 'county-devices', path: '/devices', query: { as: 'county' } },
  { name: 'county-devices-loading', path: '/devices', query: { as: 'county', demo: 'loading' } },
  { name: 'county-devices-error', path: '/devices', query: { as: 'county', fail: 'device.list:no_connection,county.status:no_connection' } },
  { name: 'county-devices-empty', path: '/devices', query: { as: 'county', demo: 'empty' } },
  { name: 'county-visits', path: '/visits', query: { as: 'county' }, act: keys('ArrowDown', 'Space') },
  { name: 'county-requests', path: '/visits/requests', query: { as: 'county' }, act: keys('ArrowDown', 'Enter') },
  { name: 'county-wishes', path: '/visits/wishes', query: { as: 'county' }, act: keys('ArrowDown', 'Enter') },
  { name: 'county-distributions', path: '/visits/distributions', query: { as: 'county' }, act: keys('ArrowDown', 'Enter') },
  { name: 'county-tours', path: '/visits/tours', query: { as: 'county' } },
  { name: 'county-measures', path: '/measures', query: { as: 'county' }, act: keys('ArrowDown', 'Enter') },
  { name: 'en-county-devices', path: '/devices', query: { as: 'county', lang: 'en' } },
  { name: 'not-yours', path: '/attendance', query: { as: 'county' } },
  { name: 'en-not-yours', path: '/attendance', query: { as: 'county', lang: 'en' } },
];
