/** One file per feature and language. zh-CN gives the keys; a key missing in English is a type error. */
import { createI18n } from 'vue-i18n';
import type { Language } from '@/lib/format';
import enAttendance from './en/attendance.json';
import enCommon from './en/common.json';
import enDevice from './en/device.json';
import enDistribution from './en/distribution.json';
import enEnrol from './en/enrol.json';
import enFamily from './en/family.json';
import enHousehold from './en/household.json';
import enInquiry from './en/inquiry.json';
import enLogin from './en/login.json';
import enMeasure from './en/measure.json';
import enPlan from './en/plan.json';
import enPhoto from './en/photo.json';
import enProblem from './en/problem.json';
import enRoster from './en/roster.json';
import enRequest from './en/request.json';
import enSettings from './en/settings.json';
import enShell from './en/shell.json';
import enSync from './en/sync.json';
import enToday from './en/today.json';
import enTour from './en/tour.json';
import enUnlock from './en/unlock.json';
import enVisit from './en/visit.json';
import enWish from './en/wish.json';
import zhAttendance from './zh-CN/attendance.json';
import zhCommon from './zh-CN/common.json';
import zhDevice from './zh-CN/device.json';
import zhDistribution from './zh-CN/distribution.json';
import zhEnrol from './zh-CN/enrol.json';
import zhFamily from './zh-CN/family.json';
import zhHousehold from './zh-CN/household.json';
import zhInquiry from './zh-CN/inquiry.json';
import zhLogin from './zh-CN/login.json';
import zhMeasure from './zh-CN/measure.json';
import zhPlan from './zh-CN/plan.json';
import zhPhoto from './zh-CN/photo.json';
import zhProblem from './zh-CN/problem.json';
import zhRoster from './zh-CN/roster.json';
import zhRequest from './zh-CN/request.json';
import zhSettings from './zh-CN/settings.json';
import zhShell from './zh-CN/shell.json';
import zhSync from './zh-CN/sync.json';
import zhToday from './zh-CN/today.json';
import zhTour from './zh-CN/tour.json';
import zhUnlock from './zh-CN/unlock.json';
import zhVisit from './zh-CN/visit.json';
import zhWish from './zh-CN/wish.json';

export const zh = {
  attendance: zhAttendance,
  common: zhCommon,
  device: zhDevice,
  distribution: zhDistribution,
  enrol: zhEnrol,
  family: zhFamily,
  household: zhHousehold,
  inquiry: zhInquiry,
  login: zhLogin,
  measure: zhMeasure,
  plan: zhPlan,
  photo: zhPhoto,
  problem: zhProblem,
  roster: zhRoster,
  request: zhRequest,
  settings: zhSettings,
  shell: zhShell,
  sync: zhSync,
  today: zhToday,
  tour: zhTour,
  unlock: zhUnlock,
  visit: zhVisit,
  wish: zhWish,
};
export const en: typeof zh = {
  attendance: enAttendance,
  common: enCommon,
  device: enDevice,
  distribution: enDistribution,
  enrol: enEnrol,
  family: enFamily,
  household: enHousehold,
  inquiry: enInquiry,
  login: enLogin,
  measure: enMeasure,
  plan: enPlan,
  photo: enPhoto,
  problem: enProblem,
  roster: enRoster,
  request: enRequest,
  settings: enSettings,
  shell: enShell,
  sync: enSync,
  today: enToday,
  tour: enTour,
  unlock: enUnlock,
  visit: enVisit,
  wish: enWish,
};

type Leaf<T, P extends string = ''> = {
  [K in keyof T & string]: T[K] extends string ? `${P}${K}` : Leaf<T[K], `${P}${K}.`>;
}[keyof T & string];
/** Every text there is, as `feature.key`. */
export type TextKey = Leaf<typeof zh>;

export const i18n = createI18n({ legacy: false, locale: 'zh-CN' as Language, fallbackLocale: false, messages: { 'zh-CN': zh, en } });

export function setLanguage(language: Language): void {
  i18n.global.locale.value = language;
  document.documentElement.lang = language;
}
