import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { effectScope, nextTick, ref, type EffectScope, type Ref } from 'vue';
import type { Draft } from '@/api/generated';
import { flushDrafts, PAUSE_MS, useDraft, type DraftHandle, type DraftStore } from './useDraft';

interface Form {
  note: string;
}

class Memory implements DraftStore {
  drafts = new Map<string, Draft>();
  writes = 0;
  broken = false;
  list(): Promise<Draft[]> {
    return Promise.resolve([...this.drafts.values()]);
  }
  save(d: Omit<Draft, 'changed_at_ms'>): Promise<unknown> {
    if (this.broken) return Promise.reject(new Error('disk full'));
    this.writes += 1;
    this.drafts.set(`${d.form}/${d.subject}`, { ...d, changed_at_ms: this.writes });
    return Promise.resolve({});
  }
  remove(k: { form: string; subject: string }): Promise<unknown> {
    this.drafts.delete(`${k.form}/${k.subject}`);
    return Promise.resolve({});
  }
  text(subject: string): string | undefined {
    const found = this.drafts.get(`visit/${subject}`);
    return found && (JSON.parse(found.body) as Form).note;
  }
}

let scope: EffectScope;
let store: Memory;
let value: Ref<Form>;
let draft: DraftHandle<Form>;

beforeEach(() => {
  vi.useFakeTimers();
  store = new Memory();
  scope = effectScope();
  value = ref({ note: '' });
  draft = scope.run(() => useDraft({ form: 'visit', value, empty: (v) => v.note === '', store, now: () => 42 })) as DraftHandle<Form>;
});
afterEach(() => {
  scope.stop();
  vi.useRealTimers();
});

async function type(text: string): Promise<void> {
  value.value.note = text;
  await nextTick();
}

describe('a draft', () => {
  it('typed a moment ago is written before the lock and before the window closes', async () => {
    await draft.open('h1', { note: '' }, 0);
    await type('刚写了一半');
    await flushDrafts();
    expect(store.text('h1')).toBe('刚写了一半');
  });

  it('is written at the pause, once', async () => {
    await draft.open('h1', { note: '' }, 0);
    await type('看');
    await type('看了蜂场');
    await vi.advanceTimersByTimeAsync(PAUSE_MS - 1);
    expect(store.writes).toBe(0);
    await vi.advanceTimersByTimeAsync(1);
    expect(store.writes).toBe(1);
    expect(store.text('h1')).toBe('看了蜂场');
    expect(draft.savedAt.value).toBe(42);
  });
  it('goes with the save that names it, and is not written again behind it', async () => {
    await draft.open('h1', { note: '' }, 0);
    await type('看了蜂场');
    await vi.advanceTimersByTimeAsync(PAUSE_MS);
    const saved = await draft.take(async (taken) => {
      expect(taken).toEqual({ draft: { form: 'visit', subject: 'h1' } });
      await type('又一句');
      dispatchEvent(new Event('blur'));
      await vi.advanceTimersByTimeAsync(PAUSE_MS);
      return 'saved';
    });
    await vi.advanceTimersByTimeAsync(PAUSE_MS);
    expect([saved, store.writes, draft.subject.value]).toEqual(['saved', 1, null]);
  });
  it('stays when the save is refused, and is kept on', async () => {
    await draft.open('h1', { note: '' }, 0);
    await type('看了蜂场');
    await vi.advanceTimersByTimeAsync(PAUSE_MS);
    await expect(draft.take(() => Promise.reject(new Error('refused')))).rejects.toThrow('refused');
    await type('看了蜂场，三十箱');
    await vi.advanceTimersByTimeAsync(PAUSE_MS);
    expect(store.text('h1')).toBe('看了蜂场，三十箱');
  });
  it('keeps what was typed a moment before a save that is refused', async () => {
    await draft.open('h1', { note: '' }, 0);
    await type('看了蜂场');
    await vi.advanceTimersByTimeAsync(PAUSE_MS);
    await type('看了蜂场，三十箱');
    await expect(draft.take(() => Promise.reject(new Error('refused')))).rejects.toThrow('refused');
    await vi.advanceTimersByTimeAsync(0);
    expect(store.text('h1')).toBe('看了蜂场，三十箱');
  });
  it('that was never written is named to nobody', async () => {
    await draft.open('h1', { note: '' }, 0);
    await type('快');
    expect(await draft.take((taken) => Promise.resolve(taken))).toEqual({});
  });
  it('is written at once when the window loses the focus', async () => {
    await draft.open('h1', { note: '' }, 0);
    await type('一半的话');
    dispatchEvent(new Event('blur'));
    await vi.advanceTimersByTimeAsync(0);
    expect(store.text('h1')).toBe('一半的话');
  });
  it('is written when the form goes away', async () => {
    await draft.open('h1', { note: '' }, 0);
    await type('一半的话');
    scope.stop();
    await vi.advanceTimersByTimeAsync(0);
    expect(store.text('h1')).toBe('一半的话');
  });
  it('comes back with the version it was begun from', async () => {
    await store.save({ form: 'visit', subject: 'h1', body: '{"note":"昨天写的"}', base: 7 });
    await draft.open('h1', { note: '' }, 9);
    expect(value.value.note).toBe('昨天写的');
    expect(draft.base.value).toBe(7);
    expect(draft.restored.value).toBe(true);
  });
  it('of one household is not touched by another', async () => {
    await draft.open('h1', { note: '' }, 0);
    await type('张家');
    await draft.open('h2', { note: '' }, 0);
    expect(value.value.note).toBe('');
    await type('李家');
    await draft.flush();
    expect(store.text('h1')).toBe('张家');
    expect(store.text('h2')).toBe('李家');
  });
  it('moves with the form when another household is chosen', async () => {
    await draft.open('h1', { note: '' }, 0);
    await type('写错了户');
    await draft.flush();
    await draft.move('h2');
    expect(store.text('h1')).toBeUndefined();
    expect(store.text('h2')).toBe('写错了户');
  });
  it('goes when it has been saved, and a late pause does not bring it back', async () => {
    await draft.open('h1', { note: '' }, 0);
    await type('写好了');
    await draft.flush();
    await type('写好了。');
    await draft.clear();
    await vi.advanceTimersByTimeAsync(PAUSE_MS * 2);
    expect(store.drafts.size).toBe(0);
  });
  it('of an emptied form is removed', async () => {
    await draft.open('h1', { note: '' }, 0);
    await type('x');
    await draft.flush();
    await type('');
    await draft.flush();
    expect(store.drafts.size).toBe(0);
  });
  it('that could not be written is said so and written with the next pause', async () => {
    await draft.open('h1', { note: '' }, 0);
    store.broken = true;
    await type('满了');
    await draft.flush();
    expect(draft.failed.value).toBe(true);
    store.broken = false;
    await draft.flush();
    expect(draft.failed.value).toBe(false);
    expect(store.text('h1')).toBe('满了');
  });
  it('with a body that cannot be read opens as a fresh form', async () => {
    await store.save({ form: 'visit', subject: 'h1', body: '{', base: 0 });
    await draft.open('h1', { note: '新' }, 0);
    expect(value.value.note).toBe('新');
  });
  it('when closed stays', async () => {
    await draft.open('h1', { note: '' }, 0);
    await type('回头再写');
    await draft.close();
    expect(store.text('h1')).toBe('回头再写');
  });
});
