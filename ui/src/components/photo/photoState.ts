/** Where a saved photo is, as far as this screen can tell. */
import type { PhotoRow } from '@/api/generated';
import type { Side } from '@/platform/types';

/** `part`: a smaller one is here. `coming`: the county has it. `owed`: whoever took it has not handed it over yet. */
export type PhotoState = 'here' | 'part' | 'coming' | 'owed';

export function photoState(photo: PhotoRow, side: Side): PhotoState {
  // The console asks the county itself.
  if (side === 'console' || photo.here) return 'here';
  if (photo.shown) return 'part';
  return photo.at_county ? 'coming' : 'owed';
}
