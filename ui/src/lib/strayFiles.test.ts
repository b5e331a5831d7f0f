import { describe, expect, it, vi } from 'vitest';
import { dropsInto, keepFilesOut } from './strayFiles';

function dragged(kind: string, types: string[]): DragEvent {
  const event = new Event(kind, { bubbles: true, cancelable: true });
  Object.defineProperty(event, 'dataTransfer', { value: { types, files: [], dropEffect: 'copy' } });
  return event as DragEvent;
}

describe('a file that is let fall', () => {
  it('beside a form does not take the window to it, and words go where they are let fall', () => {
    const stop = keepFilesOut(window);
    for (const kind of ['dragover', 'drop']) {
      const file = dragged(kind, ['Files']);
      document.body.dispatchEvent(file);
      expect([file.defaultPrevented, file.dataTransfer?.dropEffect]).toEqual([true, 'none']);
      const words = dragged(kind, ['text/plain']);
      document.body.dispatchEvent(words);
      expect(words.defaultPrevented).toBe(false);
    }
    stop();
  });
  it('into a form is taken by it', () => {
    const take = vi.fn();
    const { onDragover, onDrop } = dropsInto(take);
    const over = dragged('dragover', ['Files']);
    onDragover(over);
    const words = dragged('drop', ['text/plain']);
    onDrop(words);
    expect([over.defaultPrevented, words.defaultPrevented, take.mock.calls.length]).toEqual([true, false, 0]);
    const file = dragged('drop', ['Files']);
    onDrop(file);
    expect(take).toHaveBeenCalledWith(file.dataTransfer);
  });
});
