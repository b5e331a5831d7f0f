/** Files that are dragged over the window: a form takes them, and nothing else does. */

const bringsFiles = (transfer: DataTransfer | null): transfer is DataTransfer => {
  const types = [...(transfer?.types ?? [])];
  return types.includes('Files') || types.includes('text/uri-list');
};

/** A file that is let fall beside a form would take the window to it: the page and what is typed would be gone. */
export function keepFilesOut(where: EventTarget): () => void {
  const keep = (event: Event): void => {
    const transfer = (event as DragEvent).dataTransfer;
    if (event.defaultPrevented || !bringsFiles(transfer)) return;
    event.preventDefault();
    transfer.dropEffect = 'none';
  };
  where.addEventListener('dragover', keep);
  where.addEventListener('drop', keep);
  return () => {
    where.removeEventListener('dragover', keep);
    where.removeEventListener('drop', keep);
  };
}

/** For `v-bind` on what takes files. Words that are dragged go where they are let fall, as ever. */
export function dropsInto(take: (transfer: DataTransfer) => void): { onDragover(event: DragEvent): void; onDrop(event: DragEvent): void } {
  return {
    onDragover: (event) => {
      if (bringsFiles(event.dataTransfer)) event.preventDefault();
    },
    onDrop: (event) => {
      if (!bringsFiles(event.dataTransfer)) return;
      event.preventDefault();
      take(event.dataTransfer);
    },
  };
}
