import { en } from '@/i18n/explore.en';
import { zh } from '@/i18n/explore.zh';
import { addTexts } from '@/i18n/setup';

addTexts('explore', zh, en);
