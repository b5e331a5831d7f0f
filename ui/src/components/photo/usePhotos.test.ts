import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { NewPhoto, PhotoRow } from '@/api/generated';
import { ApiFailure, type Failure, type Pasted } from '@/platform/types';
import { photoState } from './photoState';
import { FILE_BYTES_MAX, usePhotos } from './usePhotos';

const failed = (code: string): Failure => ({ code, detail: '', violations: [] });
const photo = (sha256: string): NewPhoto => ({ sha256, size_bytes: 1, media_type: 'image/jpeg', width_px: 1, height_px: 1, caption: '' });
const world = vi.hoisted(() => ({ put: [] as string[], refuse: {} as Record<string, string>, pasted: null as unknown, asked: 0 }));
vi.mock('@/platform/current', () => ({
  platform: {
    putPhoto: (_bytes: ArrayBuffer, name: string) => {
      world.put.push(name);
      const code = world.refuse[name];
      return code ? Promise.reject(new ApiFailure(failed(code))) : Promise.resolve(photo(name));
    },
    pastePhotos: () => {
      world.asked += 1;
      return Promise.resolve(world.pasted as Pasted);
    },
  },
}));

const file = (name: string, size = 3): File => ({ name, size, arrayBuffer: () => Promise.resolve(new ArrayBuffer(size)) }) as File;
function paste(data: { files?: File[]; types?: string[]; text?: string }): { event: ClipboardEvent; prevented(): boolean } {
  let stopped = false;
  const clipboardData = { files: data.files ?? [], types: data.types ?? [], getData: () => data.text ?? '' };
  return { event: { clipboardData, preventDefault: () => (stopped = true) } as unknown as ClipboardEvent, prevented: () => stopped };
}
function photos() {
  const kept: string[] = [];
  return { kept, ...usePhotos((p) => kept.push(p.sha256)) };
}
beforeEach(() => Object.assign(world, { put: [], refuse: {}, pasted: { photos: [], troubles: [] }, asked: 0 }));

describe('files', () => {
  it('are kept one after the other, and one that is refused stops none', async () => {
    world.refuse = { 'b.heic': 'photo_heic' };
    const { kept, troubles, adding, add } = photos();
    const all = add([file('a.jpg'), file('b.heic'), file('c.txt')]);
    expect(adding.value).toBe(3);
    await all;
    expect([kept, adding.value]).toEqual([['a.jpg', 'c.txt'], 0]);
    expect(troubles.value).toEqual([{ name: 'b.heic', error: failed('photo_heic') }]);
    await add([file('d.jpg')]);
    expect(troubles.value).toEqual([]);
  });
  it('too large or unreadable are never handed over', async () => {
    const gone = { ...file('gone.jpg'), arrayBuffer: () => Promise.reject(new Error('NotReadableError')) } as File;
    const { troubles, add } = photos();
    await add([file('film.mp4', FILE_BYTES_MAX + 1), gone]);
    expect(troubles.value.map((x) => [x.name, x.error.code])).toEqual([['film.mp4', 'photo_too_large'], ['gone.jpg', 'photo_unreadable']]);
    expect(world.put).toEqual([]);
  });
  it('are waited for by who saves, and one that is refused holds the save back once', async () => {
    world.refuse = { 'b.heic': 'photo_heic' };
    const { kept, add, settled } = photos();
    expect(await settled()).toBe(true);
    void add([file('a.jpg')]);
    expect([await settled(), kept]).toEqual([true, ['a.jpg']]);
    void add([file('b.heic'), file('c.jpg')]);
    expect([await settled(), kept]).toEqual([false, ['a.jpg', 'c.jpg']]);
    expect(await settled(), 'seen by then').toBe(true);
  });
  it('are given up at the first that finds the disk full', async () => {
    world.refuse = { 'a.jpg': 'disk_full' };
    const { kept, troubles, adding, add } = photos();
    await add([file('a.jpg'), file('b.jpg'), file('c.jpg')]);
    expect([world.put, kept, troubles.value.length, adding.value]).toEqual([['a.jpg'], [], 1, 0]);
  });
});

describe('a paste', () => {
  it('that brings files takes them, and nothing else is asked', async () => {
    const { kept, paste: take } = photos();
    const pasted = paste({ files: [file('a.jpg')] });
    await take(pasted.event);
    expect([kept, pasted.prevented(), world.asked]).toEqual([['a.jpg'], true, 0]);
  });
  it('of words is left to the field', async () => {
    const { paste: take, adding } = photos();
    const pasted = paste({ types: ['text/plain', 'text/html'], text: '屋顶漏雨' });
    await take(pasted.event);
    expect([pasted.prevented(), world.asked, adding.value]).toEqual([false, 0, 0]);
  });
  it('that shows the page nothing asks the clipboard itself', async () => {
    world.pasted = { photos: [photo('p')], troubles: [{ name: 'x.svg', error: failed('photo_drawing') }] };
    const { kept, troubles, adding, paste: take } = photos();
    await take(paste({}).event);
    expect([kept, troubles.value.map((x) => x.name), adding.value]).toEqual([['p'], ['x.svg'], 0]);
  });
  it('of files that were copied writes no path into the sentence', async () => {
    const { paste: take } = photos();
    const pasted = paste({ types: ['text/uri-list', 'text/plain'], text: '/home/a.jpg' });
    await take(pasted.event);
    expect([pasted.prevented(), world.asked]).toEqual([true, 1]);
  });
});

describe('where a saved photo is', () => {
  const row = (here: boolean, shown: boolean, at_county: boolean): PhotoRow => ({ id: '', sha256: '', caption: '', width_px: 1, height_px: 1, at_county, here, shown, version: 1 });
  it('is told in four ways on a laptop', () => {
    expect([row(true, true, false), row(false, true, true), row(false, false, true), row(false, false, false)].map((r) => photoState(r, 'desktop'))).toEqual(['here', 'part', 'coming', 'owed']);
  });
  it('is the county’s own business on its console', () => expect(photoState(row(false, false, true), 'console')).toBe('here'));
});
