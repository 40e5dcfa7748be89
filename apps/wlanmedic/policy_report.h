// SPDX-License-Identifier: MIT
// Policies, and what is odd about them, as text for people and as the JSON document wlanmedic.policy/1.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "config/finding.h"
#include "policy/advice.h"
#include "policy/policies.h"
#include "wifi/error.h"

namespace wlanmedic::app {

/// What `policy check` has to say of one policy.
struct CheckedPolicy {
    std::string file;                          ///< as it was given
    std::optional<policy::PolicyFile> policy;  ///< empty where `error` is set
    std::optional<wifi::Error> error;
    bool unreadable = false;  ///< the error is not the policy's
    std::vector<config::Finding> findings;
};

/// One line for each policy.
std::string text_list(const std::vector<policy::PolicyFile>& policies);
/// Its file, and what it will do in plain words.
std::string text_policy(const policy::PolicyFile& policy);
/// What it holds, in short, and what was found. Errors are not in it.
std::string text_checked(const CheckedPolicy& checked);

/// The document. The policies are whole.
std::string json_policies(const std::vector<policy::PolicyFile>& policies);
std::string json_checked(const std::vector<CheckedPolicy>& checked, const policy::Machine& machine);

}  // namespace wlanmedic::app
