import { flushPromises, mount } from '@vue/test-utils';
import { beforeEach, expect, test, vi } from 'vitest';
import type { ProblemDetail } from '@/api/generated';
import { ApiFailure } from '@/platform/types';

type Asked = Record<string, unknown>;
const world = vi.hoisted(() => ({ asked: [] as [string, Asked][], drafts: [] as object[], refuses: false }));
vi.mock('@/platform/current', () => ({
  platform: {
    side: 'laptop',
    photoUrl: () => '',
    putPhoto: async (_bytes: ArrayBuffer, name: string) => {
      await Promise.resolve();
      if (name === 'b.heic') throw new ApiFailure({ code: 'photo_heic', detail: '', violations: [] });
      return { sha256: name, size_bytes: 1, media_type: 'image/jpeg', width_px: 1, height_px: 1, caption: '' };
    },
    call: async (name: string, request: Asked) => {
      if (name === 'session.get') return { side: 'laptop', account: 'a', role: 'member', area: { level: 'village', name: '石磨坪村' }, today: '2018-09-30', now_ms: 0, clock_shift_ms: 0, team: [] };
      if (name === 'draft.list') return world.drafts;
      world.asked.push([name, request]);
      if (name === 'problem.step' && world.refuses) throw new ApiFailure({ code: 'violations', detail: '', violations: [{ field: 'kind', code: 'not_now' }] });
      return name === 'problem.step' ? { id: 'Q1', change_set: 'own-1', version: 4, state: 'stored' } : {};
    },
  },
}));
const { default: ProblemFoot } = await import('./ProblemFoot.vue');
const { useSession } = await import('@/composables/useSession');
// A draft is written when the test says so: on a busy machine its pause is over before the save.
vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });

const detail = (acts: string[], state = 'running', due_on = '2018-10-10', handed_in = ''): ProblemDetail => ({ row: { id: 'Q1', version: 3, content: '屋顶漏雨', state, due_on }, acts, may_write: true, steps: handed_in ? [{ kind: 'submit', made_on: handed_in }] : [] }) as unknown as ProblemDetail;
const steps = (): Asked[] => world.asked.filter(([name]) => name === 'problem.step').map(([, request]) => request);
async function foot(of: ProblemDetail): Promise<ReturnType<typeof mount>> {
  await useSession().load();
  const w = mount(ProblemFoot, { props: { detail: of }, attachTo: document.body });
  await flushPromises();
  return w;
}
const press = async (w: ReturnType<typeof mount>, text: string): Promise<void> => {
  await w.findAll('button').find((b) => b.text().startsWith(text))?.trigger('click');
  await flushPromises();
};
const chord = async (repeat = false): Promise<void> => {
  dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', ctrlKey: true, repeat }));
  await flushPromises();
};

beforeEach(() => {
  world.asked = [];
  world.drafts = [];
  world.refuses = false;
});

test('Ctrl Enter hands in, a key held down does nothing', async () => {
  const w = await foot(detail(['submit', 'progress']));
  await w.find('textarea').setValue('瓦换好了');
  await chord(true);
  expect(steps()).toEqual([]);
  await chord();
  expect(steps()).toMatchObject([{ id: 'Q1', base: 3, kind: 'submit', note: '瓦换好了', photos: [] }]);
  expect(w.find('textarea').element.value).toBe('');
  expect(w.emitted('acted')).toHaveLength(1);
  w.unmount();
});
test('a photo that is still on its way goes along, and one that is refused is seen before anything is handed in', async () => {
  const w = await foot(detail(['submit', 'progress']));
  const pasted = (name: string): void => {
    const file = { name, size: 3, arrayBuffer: async () => new ArrayBuffer(3) };
    w.find('footer').element.dispatchEvent(Object.assign(new Event('paste'), { clipboardData: { files: [file] } }));
  };
  await w.find('textarea').setValue('瓦换好了');
  pasted('b.heic');
  await chord();
  expect(steps()).toEqual([]);
  pasted('a.jpg');
  await chord();
  expect(steps()).toMatchObject([{ kind: 'submit', photos: [{ sha256: 'a.jpg' }] }]);
  w.unmount();
});
test('progress and sending back say something, else the words are asked for where they belong', async () => {
  const w = await foot(detail(['verify', 'return'], 'done'));
  await press(w, '没改好，退回');
  expect(steps()).toEqual([]);
  expect(w.find('[role=alert]').text()).toBe('写一句再点。');
  expect(document.activeElement).toBe(w.find('textarea').element);
  await w.find('textarea').setValue('还在滴水');
  await press(w, '没改好，退回');
  expect(steps()[0]).toMatchObject({ kind: 'return', note: '还在滴水' });
  expect(steps()[0]).not.toHaveProperty('in_time');
  w.unmount();
});
test('closing takes the three verdicts along, and what was late is not in time by itself', async () => {
  const w = await foot(detail(['verify', 'return'], 'done', '2018-09-01'));
  await w.findAll('input[type=checkbox]')[2]?.setValue(false);
  await press(w, '核实无误，销号');
  expect(steps()).toMatchObject([{ kind: 'verify', in_time: false, in_quality: true, in_quantity: false }]);
  w.unmount();
});
test('in time is what was handed in in time, however late somebody looks', async () => {
  const w = await foot(detail(['verify', 'return'], 'done', '2018-09-01', '2018-08-31'));
  await press(w, '核实无误，销号');
  expect(steps()).toMatchObject([{ kind: 'verify', in_time: true }]);
  w.unmount();
});
test('words begun are there again, and stay when the act is refused', async () => {
  world.drafts = [{ form: 'problem_step', subject: 'Q1', body: JSON.stringify({ note: '请了瓦匠' }), base: 3, changed_at_ms: 1 }];
  const w = await foot(detail(['submit', 'progress']));
  expect(w.find('textarea').element.value).toBe('请了瓦匠');
  expect(w.text()).toContain('接着写上次没写完的');
  world.refuses = true;
  await press(w, '记进展');
  expect(w.find('[role=alert]').text()).toContain('这一步现在做不了');
  expect(w.find('textarea').element.value).toBe('请了瓦匠');
  w.unmount();
});
test('whoever may do nothing reads what is waited for', async () => {
  const w = await foot(detail([], 'done'));
  expect(w.text()).toContain('等县督查组或乡镇回头看');
  expect(w.find('textarea').exists()).toBe(false);
  w.unmount();
});
test('once nothing more can be done the focus goes from the words to the list', async () => {
  const list = document.createElement('main');
  list.innerHTML = '<div data-list tabindex="0"></div>';
  document.body.append(list);
  const w = await foot(detail(['submit', 'progress']));
  w.find('textarea').element.focus();
  await w.setProps({ detail: detail([], 'done') });
  await flushPromises();
  expect(document.activeElement).toBe(list.firstElementChild);
  w.unmount();
  list.remove();
});
