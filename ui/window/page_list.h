// The pages of the window, in the rail's order: a new page is a line here.
#pragma once

#include <vector>

#include "ui/common/page.h"
#include "ui/common/selection.h"
#include "ui/common/theme.h"

namespace mlink::ui {

/// Makes every page; whoever lays them out owns them.
[[nodiscard]] std::vector<Page*> make_all_pages(const ThemeHolder& themes, SharedSelection* selection, Worker* worker);

}  // namespace mlink::ui
