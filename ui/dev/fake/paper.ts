/** Pages that stand in for those of the print program: ruled, with a title. */
import type { Preview } from '../../src/api/generated';

const PAGES = 3;

export function sheets(name: string, _ticket: string, from: number): Preview {
  const [wide, high] = name === 'household.print' || name === 'measure.print' ? [1240, 877] : [877, 1240];
  const pictures: string[] = [];
  for (let page = from; page < PAGES; page++) {
    const canvas = document.createElement('canvas');
    Object.assign(canvas, { width: wide, height: high });
    const ink = canvas.getContext('2d');
    if (ink) {
      Object.assign(ink, { fillStyle: 'white' });
      ink.fillRect(0, 0, wide, high);
      Object.assign(ink, { fillStyle: 'black', font: '28px sans-serif', textAlign: 'center' });
      ink.fillText(`${name} ${page + 1} / ${PAGES}`, wide / 2, 70);
      for (let y = 110; y < high - 60; y += 30) ink.strokeRect(60, y, wide - 120, 30);
    }
    pictures.push(canvas.toDataURL('image/png').replace('data:image/png;base64,', ''));
  }
  return { number: 'H11-20180930-4F7Q2X', pages: PAGES, from, pictures };
}
