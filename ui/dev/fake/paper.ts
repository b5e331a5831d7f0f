/** Pages that stand in for those of the print program: ruled, with a title. */
import type { Preview } from '../../src/api/generated';

const PAGES = 3;
const TITLES: Readonly<Record<string, string>> = { 'household.print': '贫困户花名册', 'household.sheet': '贫困户档案', 'household.notice': '扶贫明白卡', 'measure.print': '帮扶措施表', 'problem.print': '问题整改台账', 'visit.print': '走访记录', 'request.print': '诉求台账', 'wish.print': '微心愿认领表', 'distribution.print': '物资发放', 'distribution.roll': '物资发放花名册' };

export function sheets(name: string, _ticket: string, from: number): Preview {
  const [wide, high] = ['household.print', 'measure.print', 'request.print'].includes(name) ? [1240, 877] : [877, 1240];
  const pictures: string[] = [];
  for (let page = from; page < PAGES; page++) {
    const canvas = document.createElement('canvas');
    Object.assign(canvas, { width: wide, height: high });
    const ink = canvas.getContext('2d');
    if (ink) {
      Object.assign(ink, { fillStyle: 'white' });
      ink.fillRect(0, 0, wide, high);
      Object.assign(ink, { fillStyle: 'black', font: '28px sans-serif', textAlign: 'center' });
      ink.fillText(TITLES[name] ?? name, wide / 2, 70);
      for (let y = 110; y < high - 60; y += 30) ink.strokeRect(60, y, wide - 120, 30);
      Object.assign(ink, { font: '16px sans-serif' });
      ink.fillText(`第 ${page + 1} / ${PAGES} 页`, wide / 2, high - 24);
    }
    pictures.push(canvas.toDataURL('image/png').replace('data:image/png;base64,', ''));
  }
  return { number: 'H11-20180930-4F7Q2X', pages: PAGES, from, pictures };
}
