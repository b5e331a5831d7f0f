import { tauri } from './tauri';
import type { Platform } from './types';
import { web } from './web';

export const platform: Platform = '__TAURI_INTERNALS__' in window ? tauri : web;
