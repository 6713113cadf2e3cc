import { addTexts } from '@/i18n/setup';
import { en } from '@/i18n/why.en';
import { zh } from '@/i18n/why.zh';

addTexts('why', zh, en);
