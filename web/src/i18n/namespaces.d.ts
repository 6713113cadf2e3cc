import 'i18next';
import type { zh as customer } from './customer.zh';
import type { zh as customers } from './customers.zh';
import type { zh as data } from './data.zh';
import type { zh as explore } from './explore.zh';
import type { zh as model } from './model.zh';
import type { zh as models } from './models.zh';
import type { zh as overview } from './overview.zh';
import type { zh as settings } from './settings.zh';
import type { zh as signIn } from './signIn.zh';
import type { zh as sql } from './sql.zh';
import type { zh as why } from './why.zh';
import type { zh as common } from './words.zh';

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'common';
    resources: {
      common: typeof common;
      customer: typeof customer;
      customers: typeof customers;
      data: typeof data;
      explore: typeof explore;
      model: typeof model;
      models: typeof models;
      overview: typeof overview;
      settings: typeof settings;
      signIn: typeof signIn;
      sql: typeof sql;
      why: typeof why;
    };
  }
}
