import { describe, expect, it } from 'vitest';
import { fit, isPhoto } from './usePhotos';

describe('a photo', () => {
  it('of a phone is made to fit 1600 pixels', () => expect(fit(4000, 3000)).toEqual({ width: 1600, height: 1200 }));
  it('upright is measured by its height', () => expect(fit(3000, 4000)).toEqual({ width: 1200, height: 1600 }));
  it('that is small stays as it is', () => expect(fit(800, 600)).toEqual({ width: 800, height: 600 }));
  it('is told from other files by its kind or its name', () => {
    expect(isPhoto({ type: 'image/jpeg', name: 'a' })).toBe(true);
    expect(isPhoto({ type: '', name: 'IMG_1.HEIC' })).toBe(true);
    expect(isPhoto({ type: 'text/plain', name: 'a.txt' })).toBe(false);
  });
});
