import { plainText } from '@app/contracts';
import { z } from 'zod';

/** A UUID in either case; in lower case from here on, as the database writes it. */
export const uuid = z.uuid().toLowerCase();

/** Text that says something: not only spaces, without those round it. */
export const someText = (max: number) => plainText(max).trim().min(1);

const LATEST_MOMENT = Date.parse('9999-12-31T23:59:59.999Z');

/** A moment from 1970 to 9999 with any offset; in UTC from here on. */
export const moment = z.iso
  .datetime({ offset: true, abort: true })
  .refine((text) => {
    const at = Date.parse(text);
    return at >= 0 && at <= LATEST_MOMENT;
  }, 'must be from 1970 to 9999')
  .transform((text) => new Date(text).toISOString());
