// SPDX-License-Identifier: MIT
// The vectors of tests/vectors/policy, read.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "policy/policy.h"
#include "wifi/event.h"

namespace wlanmedic::policy {

struct Vector {
    struct Step {
        wifi::Event event;
        std::string written;                                   ///< as the file has it
        std::optional<std::optional<wifi::Instant>> deadline;  ///< nothing: not told; in it nothing: none
        std::optional<std::string> held;
    };
    std::shared_ptr<const Policy> policy;
    std::vector<Step> steps;
};

/// Their files' names, less ".json", sorted.
std::vector<std::string> vector_names();
Vector read_vector(const std::string& name);

}  // namespace wlanmedic::policy
