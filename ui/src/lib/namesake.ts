/** Two heads of one name in one group are told apart by the end of their household's number. */
interface Named {
  id: string;
  head_name: string;
  group_name: string;
  village_name: string;
  number: string;
}

/** Empty while the name says enough. */
export function namesake(one: Named, among: readonly Named[]): string {
  const same = among.some((other) => other.id !== one.id && other.head_name === one.head_name && other.group_name === one.group_name && other.village_name === one.village_name);
  return same && one.number ? `…${one.number.slice(-4)}` : '';
}
