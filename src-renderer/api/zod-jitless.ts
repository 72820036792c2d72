import { z } from 'zod';

// The content security policy forbids code made from text. Imported before any schema, because zod decides when it
// makes one.
z.config({ jitless: true });
