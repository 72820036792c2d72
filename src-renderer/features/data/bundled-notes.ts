import type { BundledTable } from '@shared/model/table-source.ts';

/** Where the tables that come with Ninestep are from. All are as scikit-learn 1.2 distributes them. */
export const BUNDLED_NOTES: Readonly<Record<BundledTable, string>> = {
  iris: 'Fisher 1936',
  wine: 'Forina et al., UCI',
  breast_cancer: 'Wolberg, Street and Mangasarian 1995, UCI',
  diabetes: 'Efron, Hastie, Johnstone and Tibshirani 2004',
  digits: 'Alpaydin and Kaynak 1998, UCI',
  linnerud: 'Tenenhaus 1998',
};

export const BUNDLED_LICENCE = 'As distributed with scikit-learn 1.2, BSD 3-Clause licence.';
