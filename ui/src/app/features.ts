/** The features there are. Deleting one is deleting its folder and its line here and in `nav.ts`. */
import type { RouteRecordRaw } from 'vue-router';
import { routes as attendance } from '@/features/attendance';
import { routes as device } from '@/features/device';
import { routes as distribution } from '@/features/distribution';
import { routes as household } from '@/features/household';
import { routes as inquiry } from '@/features/inquiry';
import { routes as measure } from '@/features/measure';
import { routes as problem } from '@/features/problem';
import { routes as request } from '@/features/request';
import { routes as roster } from '@/features/roster';
import { routes as settings } from '@/features/settings';
import { routes as sync } from '@/features/sync';
import { routes as today } from '@/features/today';
import { routes as tour } from '@/features/tour';
import { routes as visit } from '@/features/visit';
import { routes as wish } from '@/features/wish';

export const routes: RouteRecordRaw[] = [...today, ...visit, ...request, ...wish, ...distribution, ...tour, ...inquiry, ...attendance, ...household, ...measure, ...problem, ...sync, ...device, ...roster, ...settings];
