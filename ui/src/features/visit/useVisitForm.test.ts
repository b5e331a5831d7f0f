import { beforeEach, expect, test, vi } from 'vitest';
import { effectScope } from 'vue';
import type { Draft } from '@/api/generated';

const world = vi.hoisted(() => ({ drafts: [] as Draft[], households: [] as string[], asked: [] as unknown[] }));
vi.mock('@/platform/current', () => ({
  platform: {
    side: 'laptop',
    call: async (name: string, request: Record<string, unknown>) => {
      if (name === 'draft.list') return world.drafts;
      if (name === 'household.card') {
        if (!world.households.includes(String(request['id']))) throw { code: 'not_found', detail: '' };
        return { row: { id: request['id'], head_name: '张德顺' } };
      }
      if (name === 'visit.context') {
        world.asked.push(request['visited_on']);
        return { last: null, problems: [], measures: [] };
      }
      throw new Error(name);
    },
  },
}));
const { useVisitForm } = await import('./useVisitForm');
const { blankVisit } = await import('./visitForm');

const draftOf = (household: string, note: string, changed_at_ms: number): Draft =>
  ({ form: 'visit', subject: household, body: JSON.stringify({ ...blankVisit(household, '2018-09-30'), note }), base: 0, changed_at_ms }) as Draft;
const opened = async (): Promise<ReturnType<typeof useVisitForm>> => {
  const form = effectScope().run(() => useVisitForm({ now: () => 0, today: () => '2018-09-30' } as never));
  if (!form) throw new Error('no form');
  await form.open({ visitId: null, householdId: null });
  return form;
};

beforeEach(() => {
  world.households = ['H1'];
  world.drafts = [];
  world.asked = [];
});

test('a new visit goes on with the newest one that was begun', async () => {
  world.drafts = [draftOf('H1', '屋顶漏水', 2)];
  const form = await opened();
  expect(form.form.value.note).toBe('屋顶漏水');
  expect(form.picking.value).toBe(false);
});

test('a draft whose household is gone is kept, and a new visit begins blank', async () => {
  world.drafts = [draftOf('H1', '药够吃', 1), draftOf('GONE', '屋顶漏水', 2)];
  const before = JSON.stringify(world.drafts);
  const form = await opened();
  expect(form.form.value).toMatchObject({ householdId: '', note: '' });
  expect([form.picking.value, form.picked.value, form.error.value]).toEqual([true, null, null]);
  expect(JSON.stringify(world.drafts)).toBe(before);
});

test('while a date is typed that is none yet, what is known of the household stays in sight', async () => {
  world.drafts = [draftOf('H1', '屋顶漏水', 2)];
  const form = await opened();
  await vi.waitFor(() => expect(form.context.value).not.toBeNull());
  form.form.value.visitedOn = '2018-09-25';
  await vi.waitFor(() => expect(world.asked).toEqual(['2018-09-30', '2018-09-25']));
  form.form.value.visitedOn = '';
  await new Promise((done) => setTimeout(done, 5));
  expect(form.context.value).not.toBeNull();
  expect(form.trouble.value).toBe('date');
  expect(world.asked).toEqual(['2018-09-30', '2018-09-25']);
});
