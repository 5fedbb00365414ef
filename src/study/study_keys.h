/* What the files of a study share beside its public face. */
#ifndef GLASSCELL_STUDY_KEYS_H
#define GLASSCELL_STUDY_KEYS_H

#include "glasscell/study.h"

/* Lists of texts. */
glass_status glass_study_add(glass_texts *texts, const char *text);
void glass_study_forget(glass_texts *texts);

/* How the study means foreign tables; `text`, a copy of study->columns or NULL, is cut up
 * and must outlive `out`. */
glass_status glass_study_columns(const glass_study *study, char *text, glass_columns *out);

#endif
