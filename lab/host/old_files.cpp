// SPDX-License-Identifier: MIT
#include "lab/host/old_files.h"

#include <algorithm>
#include <functional>
#include <string>
#include <utility>
#include <vector>

namespace wlanmedic::lab {

namespace fs = std::filesystem;

void forget_old(const fs::path& cache, std::string_view prefix) {
    constexpr std::size_t kept = 4;
    std::vector<std::pair<fs::file_time_type, fs::path>> layers;
    std::error_code failed;
    for (fs::directory_iterator entry(cache, failed), end; !failed && entry != end; entry.increment(failed)) {
        const std::string name = entry->path().filename().string();
        if (name.starts_with(prefix) && name.ends_with(".cpio"))
            layers.emplace_back(fs::last_write_time(entry->path(), failed), entry->path());
    }
    std::ranges::sort(layers, std::greater{});
    for (std::size_t index = kept; index < layers.size(); ++index) {
        fs::remove(layers[index].second, failed);
        fs::remove(layers[index].second += ".stamp", failed);
    }
}

}  // namespace wlanmedic::lab
