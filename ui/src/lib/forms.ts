/** Which forms of the counties ask for a field: what somebody who fills it in may want to know. */
import { FORMS } from '@/api/generated';
import type { Language } from './format';

/** Their names, each once; `of` is `record.field`. */
export function formsOf(language: Language, of: string): string[] {
  return [...new Set(FORMS.filter((form) => form.fields.includes(of)).map((form) => form[language]))];
}

/** What a form is called; its code where there is no such form. */
export const formName = (language: Language, code: string): string => FORMS.find((form) => form.code === code)?.[language] ?? code;

export const formsText = (language: Language, of: string): string => formsOf(language, of).join(language === 'en' ? ', ' : '、');
