/* erase_store.c: what of a person lies beside the events, erased with her personal data: the files she handed in. Their SHA-256 stays in the log. */
#include "cases/cases.h"
#include "store/store.h"

/* A file lies in pages of its own, which the store's usual setting frees without overwriting them. */
int case_uploads_erase(Store *store, int64_t case_id)
{
    store_script(store, "PRAGMA secure_delete=ON");
    int count = store_exec(store, "DELETE FROM case_upload WHERE case_id = ?1", "i", case_id);
    store_script(store, "PRAGMA secure_delete=FAST");
    return count;
}
