// SPDX-License-Identifier: MIT
#pragma once

#include "passthrough/launch/plan.hpp"

#include <map>
#include <string>
#include <string_view>

namespace exwm_vr::launch {

/// A shell script that ends in one long command.
class Script {
public:
    /// @p comments: what stands above, as lines of comments.
    explicit Script(std::string_view comments);

    /// A node whose number may be another one after a reboot is looked up under its lasting name
    /// when the script starts.
    void look_up(const Node& node, std::string_view variable);

    /// Begins the command: words that are written as they are.
    void command(std::string_view words);
    void option(std::string_view name);
    void option(std::string_view name, std::string_view value);
    /// Joined by '='.
    void setting(std::string_view name, std::string_view value);
    /// A word that is not an option.
    void word(std::string_view text);

    /// All of it.
    [[nodiscard]] std::string text() const { return head_ + lookups_ + command_ + "\n"; }

    /// The same, with the script's own arguments behind the command's.
    [[nodiscard]] std::string text_with_arguments() const {
        return head_ + lookups_ + command_ + " \\\n    \"$@\"\n";
    }

private:
    /// @p text as one word, a path that was looked up replaced by what was found.
    [[nodiscard]] std::string quoted(std::string_view text) const;
    void add(const std::string& words);

    std::string head_;
    std::string lookups_;
    std::string command_;
    std::map<std::string, std::string, std::less<>> variables_; ///< by path
};

/// Looks up all nodes of @p plan that have a lasting name.
void look_up_nodes(Script& script, const Plan& plan);

} // namespace exwm_vr::launch
