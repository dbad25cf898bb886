/** Words that many rules share. English, as people in Britain, Ireland, India and America speak. */
export const NOT = '(not|isnt|wont|cant|cannot|cannae|doesnt|hasnt|aint|stopped|no longer|wouldnt|didnt)';
export const NO_MORE = '(any more|anymore|anymair|no more|any longer|no longer)';
export const PERSON =
  '(he|shes|she|hes|husband|wife|gran|grandad|grandma|grandpa|nan|nana|mum|mom|mam|mummy|mommy|mother|dad|da|daddy|father|son|daughter|baby|child|kid|kids|toddler|wean|little one|brother|sister|aunt|auntie|uncle|neighbour|neighbor|friend|boyfriend|girlfriend|partner|someone|somebody|man|woman|lady|fella|bloke)';
