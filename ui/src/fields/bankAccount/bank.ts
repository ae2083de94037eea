import { weighRight } from '../digits'

export interface Bank {
  /** COMPE, three digits. */
  code: string
  /** Eight characters. */
  ispb: string
  name: string
}

/** The banks that most people have an account at; the list is not complete. */
export const bankList: readonly Bank[] = [
  { code: '001', ispb: '00000000', name: 'Banco do Brasil' },
  { code: '033', ispb: '90400888', name: 'Santander' },
  { code: '041', ispb: '92702067', name: 'Banrisul' },
  { code: '070', ispb: '00000208', name: 'BRB' },
  { code: '077', ispb: '00416968', name: 'Inter' },
  { code: '085', ispb: '05463212', name: 'Ailos' },
  { code: '102', ispb: '02332886', name: 'XP' },
  { code: '104', ispb: '00360305', name: 'Caixa' },
  { code: '197', ispb: '16501555', name: 'Stone' },
  { code: '208', ispb: '30306294', name: 'BTG Pactual' },
  { code: '212', ispb: '92894922', name: 'Original' },
  { code: '218', ispb: '71027866', name: 'BS2' },
  { code: '237', ispb: '60746948', name: 'Bradesco' },
  { code: '260', ispb: '18236120', name: 'Nubank' },
  { code: '290', ispb: '08561701', name: 'PagSeguro' },
  { code: '323', ispb: '10573521', name: 'Mercado Pago' },
  { code: '336', ispb: '31872495', name: 'C6' },
  { code: '341', ispb: '60701190', name: 'Itaú' },
  { code: '364', ispb: '09089356', name: 'Efí' },
  { code: '380', ispb: '22896431', name: 'PicPay' },
  { code: '389', ispb: '17184037', name: 'Mercantil' },
  { code: '403', ispb: '37880206', name: 'Cora' },
  { code: '422', ispb: '58160789', name: 'Safra' },
  { code: '461', ispb: '19540550', name: 'Asaas' },
  { code: '536', ispb: '20855875', name: 'Neon' },
  { code: '623', ispb: '59285411', name: 'Pan' },
  { code: '655', ispb: '59588111', name: 'BV' },
  { code: '707', ispb: '62232889', name: 'Daycoval' },
  { code: '745', ispb: '33479023', name: 'Citi' },
  { code: '748', ispb: '01181521', name: 'Sicredi' },
  { code: '756', ispb: '02038232', name: 'Sicoob' },
]

/** The bank of a COMPE code or of an ISPB. */
export function findBank(code: string): Bank | undefined {
  return bankList.find((bank) => bank.code === code || bank.ispb === code)
}

/** The check digit after a bank's code, and after branches and accounts of Banco do Brasil: 10 is X and 11 is 0. */
export function bankDigit(code: string): string {
  const rest = weighRight(code, [2, 3, 4, 5, 6, 7, 8, 9]) % 11
  if (rest === 1) return 'X'
  return rest === 0 ? '0' : String(11 - rest)
}
