export function domainLists(): Record<'zh-CN' | 'en', Record<string, Record<string, string>>>;
