// SPDX-License-Identifier: MIT
// Finished parts of a report wait here for its head, which is known last: beyond a little memory, on disk.
#pragma once

#include <cstdint>
#include <cstdio>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "wifi/error.h"
#include "wifi/instant.h"

namespace wlanmedic::report {

class Spool {
public:
    Spool() = default;
    ~Spool();
    Spool(const Spool&) = delete;
    Spool& operator=(const Spool&) = delete;

    wifi::Result<void> add(wifi::Instant when, std::string_view part);

    /// Gives the parts back by their times; beyond most_sorted parts each run of so many is sorted by itself.
    wifi::Result<void> for_each(const std::function<void(std::string_view)>& give);

    std::uint64_t size() const { return parts_; }
    static constexpr std::size_t most_sorted = 100'000;
    static constexpr std::size_t most_in_memory = 4U << 20;  ///< bytes

private:
    struct Place {
        wifi::Instant when;
        std::uint64_t offset;
        std::uint64_t size;
    };
    wifi::Result<void> flush();
    wifi::Result<std::string> read(const Place& place) const;
    wifi::Result<void> write_index();

    std::string memory_;         // not yet written
    std::uint64_t written_ = 0;  // bytes on disk
    int descriptor_ = -1;
    int index_descriptor_ = -1;
    std::vector<Place> index_;  // of the current run
    std::uint64_t runs_ = 0;    // full ones, on disk
    std::uint64_t parts_ = 0;
};

}  // namespace wlanmedic::report
