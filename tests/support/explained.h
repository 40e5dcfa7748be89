// SPDX-License-Identifier: MIT
// The way from text to outages, as explain goes it, for tests.
#pragma once

#include <stdlib.h>

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <map>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

#include "driver/catalog.h"
#include "evidence/folder.h"
#include "outage/detector.h"

namespace wlanmedic::test {

struct Explained {
    std::vector<outage::Outage> outages;  // by start
    std::map<std::string, std::uint64_t, std::less<>> totals;
    std::map<std::string, std::vector<outage::Watch>> watches;
    std::vector<evidence::EvidenceFile> files;
    std::vector<evidence::SkippedFile> skipped;

    std::uint64_t total(std::string_view name) const {
        const auto found = totals.find(name);
        return found == totals.end() ? 0 : found->second;
    }
};

inline Explained explain_paths(const std::vector<std::string>& paths) {
    static const driver::Catalog drivers = driver::Catalog::built_in();
    Explained result;
    outage::Detector detector([&](outage::Outage&& outage) { result.outages.push_back(std::move(outage)); });
    evidence::Collection collection = evidence::collect(paths);
    result.skipped = collection.skipped;
    for (const evidence::FolderPaths& folder_paths : collection.folders) {
        evidence::Folder folder(folder_paths, drivers, {.year = 2026}, result.skipped);
        detector.begin(folder.since());
        while (const auto event = folder.next()) detector.on(*event);
        detector.finish(folder.until());
        result.files.insert(result.files.end(), folder.files().begin(), folder.files().end());
    }
    std::ranges::stable_sort(result.outages, {}, &outage::Outage::start);
    result.totals = detector.totals().counts();
    result.watches = detector.watches();
    return result;
}

/// Each text is one file of the same folder.
inline Explained explain_texts(const std::vector<std::string>& texts) {
    namespace fs = std::filesystem;
    std::string name = (fs::temp_directory_path() / "wlanmedic-test-XXXXXX").string();
    if (mkdtemp(name.data()) == nullptr) throw std::runtime_error("no temporary directory");
    const fs::path directory = name;
    for (std::size_t i = 0; i < texts.size(); ++i)
        std::ofstream(directory / ("evidence-" + std::to_string(i))) << texts[i];
    Explained result = explain_paths({directory.string()});
    fs::remove_all(directory);
    return result;
}

inline Explained explain_text(const std::string& text) { return explain_texts({text}); }

inline double seconds(wifi::Duration duration) { return wifi::to_seconds(duration); }

}  // namespace wlanmedic::test
